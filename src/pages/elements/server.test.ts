import { describe, expect, test } from 'vitest';
import { figureKinds, isFigureKind } from '../../pictures/figures/kinds.ts';
import { elementHtml, figurePage } from './server.ts';

/** The opening tag of an element. */
function tagOf(html: string): string {
  return /^<secant-figure[^>]*>/.exec(html)?.[0] ?? '';
}

describe('the element as text', () => {
  test('has the attributes that make the same figure', () => {
    const html = elementHtml(
      'secant-to-tangent',
      'sin(w)',
      { at: 0.1 + 0.2, domain: [-1, 4], title: 'Slopes' },
      { field: true, eager: false, id: 'a' },
    );
    expect(tagOf(html)).toBe(
      '<secant-figure kind="secant-to-tangent" g="sin(w)" at="0.30000000000000004" domain="-1, 4" label="Slopes" field id="a">',
    );
  });

  test('has two functions where the kind draws two', () => {
    const html = elementHtml('line-and-plane', ['w^2', 'w1 w2'], { view: [20, -60] });
    expect(tagOf(html)).toBe('<secant-figure kind="line-and-plane" g="w^2" g2="w1 w2" view="20, -60">');
  });

  test('says in terms of the slider where it stands', () => {
    expect(tagOf(elementHtml('epsilon-sweep', 'sin(w)', { value: -3 }))).toContain(' value="3"');
    const moved = elementHtml('secant-to-tangent', 'sin(w)', {}, { value: 2 });
    expect(tagOf(moved)).toContain(' value="2"');
    expect(moved).toMatch(/<i>w<\/i><sup>1<\/sup>\u00a0= <b[^>]*>2\.00<\/b>/);
  });

  test('lets no text out of its place', () => {
    const html = elementHtml(
      'secant-to-tangent',
      'w => (w < 1 && w > 0 ? w : 0)',
      { title: '"><script>alert(1)</script>' },
      { class: '"><b>' },
    );
    expect(html).not.toMatch(/<script|<b>/);
    expect(tagOf(html)).toContain('g="w =&gt; (w &lt; 1 &amp;&amp; w &gt; 0 ? w : 0)"');
    expect(html).toContain('&lt;script&gt;');
  });

  test('refuses what makes no figure', () => {
    expect(() => elementHtml('secant-to-tangent', 'sin(')).toThrow('S002');
    expect(() => elementHtml<string>('secant', 'sin(w)')).toThrow('S203');
    expect(() => elementHtml('secant-to-tangent', 'sin(w)', {}, { value: 'x' })).toThrow('S203');
  });

  test.each(Object.keys(figureKinds).filter(isFigureKind))(
    '%s has its picture, its words and its style inside',
    (kind) => {
      const texts = figureKinds[kind].functions.map((inputs) => (inputs === 'two' ? 'w1^2 + w2' : 'sin(w)'));
      const html = elementHtml<string>(kind, texts);
      expect(html).toMatch(/<svg [^>]*role="img"[^>]*><title /);
      expect(html.match(/<secant-figure/g)).toHaveLength(1);
      expect(html.match(/<p>/g)).toHaveLength(2);
      expect(html.endsWith('</p></div></secant-figure>')).toBe(true);
    },
  );
});

test('a page of one figure has it with its script', () => {
  const page = figurePage('secant-to-tangent', 'sin(w)', { at: 1 }, 'a&b.js');
  expect(page).toContain('<script type="module" src="a&amp;b.js"></script>');
  expect(page).toContain(elementHtml('secant-to-tangent', 'sin(w)', { at: 1 }));
});
