/** The budget of what a page loads: a file over it turns the check red, and only what is loaded at first is counted. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkSizes, type Row, rows, weigh } from '../../scripts/size.mjs';
import { plant } from '../support/planting.ts';

/** A module of so many bytes that cannot be packed. */
const heavy = (name: string, bytes: number): string =>
  `export const ${name} = ${JSON.stringify(randomBytes(bytes).toString('base64'))};\n`;

const files = {
  'package.json': '{ "type": "module", "sideEffects": false }\n',
  'src/entry.ts':
    "import { core } from './core.ts';\nexport const load = () => import('./kind.ts');\nexport const other = () => import('./other.ts');\nexport const used = core.length;\n",
  'src/core.ts': heavy('core', 3000) + heavy('unused', 9000),
  'src/kind.ts':
    "import { core } from './core.ts';\nexport const kind = core.slice(1) + helper;\n" + heavy('helper', 2000),
  'src/other.ts': heavy('other', 5000),
};

const row = (more: Partial<Row>): Row => ({ name: 'planted', entry: 'src/entry.ts', budget: 4, ...more });

/** What the check says of some rows. */
async function checked(...wanted: Row[]): Promise<{ code: number; said: string }> {
  const tree = plant(files);
  const lines: string[] = [];
  const code = await checkSizes({ rows: wanted, folder: tree, log: (line) => lines.push(line) });
  return { code, said: lines.join('\n') };
}

test('what is loaded at first is counted, once, and nothing else', async () => {
  const tree = plant(files);
  const weights = await weigh(
    [row({}), row({ with: ['src/kind.ts'] }), row({ with: ['src/kind.ts', 'src/other.ts'] }), row({ whole: true })],
    tree,
  );
  const kilobytes = weights.map(({ gzipped }) => Math.round(gzipped / 1000));
  // Base64 packs to three quarters; a chunk and what loads chunks cost some hundred bytes.
  expect(kilobytes[0]).toBeGreaterThanOrEqual(3);
  expect(kilobytes[0]).toBeLessThanOrEqual(5);
  expect(kilobytes[1]! - kilobytes[0]!).toBe(2);
  expect(kilobytes[2]! - kilobytes[1]!).toBe(5);
  expect(Math.abs(kilobytes[3]! - kilobytes[2]!)).toBeLessThanOrEqual(1);
});

test('a file over the budget turns it red, and one that must not be there', async () => {
  expect(await checked(row({ budget: 6 }))).toMatchObject({ code: 0 });
  const over = await checked(row({ budget: 2 }));
  expect(over.code).toBe(1);
  expect(over.said).toMatch(/^OVER {2}planted: \d\.\d kB of 2 kB gzipped$/);
  const refused = await checked(row({ budget: 9, with: ['src/kind.ts'], without: ['src/kind'] }));
  expect(refused.code).toBe(1);
  expect(refused.said).toContain('src/kind.ts must not be loaded there');
});

test('a module that is not imported later is told, not taken for nothing', async () => {
  const tree = plant(files);
  await expect(weigh([row({ with: ['src/nowhere.ts'] })], tree)).rejects.toThrow('does not import src/nowhere.ts');
});

test('every kind of row has a budget, and formulas are held to go without the reader', () => {
  for (const { budget } of rows) expect(budget).toBeGreaterThan(0);
  expect(rows.filter(({ without }) => without?.includes('src/compiler/frontend/lower/')).length).toBeGreaterThanOrEqual(
    4,
  );
});
