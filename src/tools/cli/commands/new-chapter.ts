/** `secant new chapter`: a folder with a chapter to begin with, and the packages it is made with. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { packageFolder } from '../../../pictures/film/node/package-file.ts';
import { type Command, textOption } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';

export const newChapterCommand: Command = {
  name: 'new chapter',
  summary: 'a folder with a chapter to begin with',
  args: [{ name: 'folder', means: 'the folder to make' }],
  options: [{ flags: '--title <text>', means: 'the title of the chapter' }],
  examples: [['secant new chapter my-book', 'makes my-book/chapter.md, and says how to see it']],
  async run([place = ''], options, terminal) {
    const folder = resolve(terminal.directory, place);
    if (existsSync(folder) && readdirSync(folder).length > 0)
      throw new UsageError(`${place} is there already`, 'choose a folder that is not there or is empty');
    const unfinished = join(dirname(folder), `.${basename(folder)}.${process.pid}.part`);
    const title = (textOption(options, 'title') ?? 'Slopes').replace(/\s+/g, ' ').trim();
    try {
      await mkdir(unfinished, { recursive: true });
      await writeFile(join(unfinished, 'chapter.md'), chapterText(title));
      await writeFile(join(unfinished, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
      await writeFile(join(unfinished, '.gitignore'), 'node_modules\nsite\n');
      await rm(folder, { recursive: true, force: true });
      await rename(unfinished, folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
    terminal.out(`${join(place, 'chapter.md').replaceAll('\\', '/')} is a chapter to begin with. To see it:

  cd ${place}
  npm install
  npx secant chapter
`);
    return 0;
  },
};

/** What a chapter is made with, in the versions that the package is tested with. */
function manifest(): object {
  const { peerDependencies } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as {
    readonly peerDependencies: Readonly<Record<string, string>>;
  };
  const versions = ['katex', 'markdown-it', 'sucrase'].map((name) => [name, peerDependencies[name]]);
  return {
    private: true,
    scripts: { start: 'secant chapter', build: 'secant chapter --output site' },
    dependencies: { ...Object.fromEntries(versions), secant: `^${version}` },
  };
}

const chapterText = (title: string): string => `---
title: ${title}
description: What a slope is, with a figure to drag and code to change.
lede: A chapter to begin with. Change it, save it, and look.
---

## A curve and its tangent

Take a [curve]{function} and a [point]{moving-point} on it. The line that fits the curve best there is the
[tangent]{tangent}, and its slope is the derivative. For $\\sin(w)$ it is $\\cos(w)$.

\`\`\`note
A block like this stands in the margin where there is room.
\`\`\`

\`\`\`figure tangent-along-curve
id: sine
g: sin(w)
value: 1
field: yes
caption: The tangent of $\\sin(w)$. Drag the point, or type another function.
\`\`\`

## The same in numbers

\`\`\`ts cell slope
import { derivative } from 'secant'

const g = (w: number) => Math.sin(w)
derivative(g)(0) // \u2192 1
\`\`\`

A cell can be changed and run. What it shows last may be a figure.

\`\`\`ts cell meeting
import { secantToTangent } from 'secant/figures'

secantToTangent(g, { at: 0 })
\`\`\`
`;
