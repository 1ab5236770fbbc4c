/**
 * A page whose security policy forbids `new Function`: derivatives come from the interpreter, with the same bits.
 * The policy is put on the built page itself. That it holds, and that the page tried to compile before it fell
 * back, is seen in the browser's own report of the violation.
 */
import { expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { readOut, slideTo, twoFiguresUrl, typeFunction } from './two-figures-page.ts';

const browser = useBrowser();
const policy = "script-src 'self' 'unsafe-inline'; object-src 'none'";

test('where new Function is forbidden, the interpreter serves', async () => {
  const page = await browser.open({ expectErrors: true });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      document.documentElement.dataset['blocked'] = event.blockedURI;
    });
  });
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await page.goto(twoFiguresUrl());
  await page.waitForSelector('#first svg');
  await typeFunction(
    page,
    '#first',
    'w => { let s = 0; for (let k = 1; k <= 3; k++) s += Math.sin(k * w) / k; return s }',
  );
  // A loop is tried in the sandbox first, which this page does not let start either.
  await slideTo(page, '#first', 1);
  await expect.poll(() => readOut(page, '#first')).not.toContain('0.84');
  // Σ cos(k) for k = 1, 2, 3 is −0.866, and Σ sin(k)/k is 1.343.
  const line = await readOut(page, '#first');
  expect(line).toContain('1.34');
  expect(line).toContain('−0.87');
  expect(await page.evaluate(() => document.documentElement.dataset['blocked'])).toBe('eval');
});
