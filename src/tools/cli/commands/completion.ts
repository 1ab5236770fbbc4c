/** `secant completion`: the completions of a shell, made from the table of commands. */
import type { Command } from '../command.ts';
import { UsageError } from '../usage-error.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** The command, for a table that is complete by the time it runs. */
export const completionCommand = (commandTable: () => readonly Command[]): Command => ({
  name: 'completion',
  summary: 'completions for a shell',
  args: [{ name: 'shell', means: 'bash, zsh or fish', words: shells }],
  options: [],
  examples: [
    ['source <(secant completion bash)', 'for this session of bash'],
    ['secant completion fish > ~/.config/fish/completions/secant.fish', 'for fish, from now on'],
  ],
  run([shell = ''], _options, terminal) {
    if (!isShell(shell))
      throw new UsageError(`there are no completions for ${shell}`, `the shells are ${shells.join(', ')}`);
    terminal.out(scripts[shell](commandTable()));
    return Promise.resolve(0);
  },
});

function isShell(word: string): word is Shell {
  return shells.some((shell) => shell === word);
}

/** What can stand behind a command: its words, then its options. */
function wordsOf({ args, options }: Command): string[] {
  return [
    ...args.flatMap(({ words }) => words ?? []),
    ...options.map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0] ?? flags),
  ];
}

const firstWords = (commands: readonly Command[]): string[] => [
  ...new Set(commands.map(({ name }) => name.split(' ')[0] ?? name)),
];

const scripts: Readonly<Record<Shell, (commands: readonly Command[]) => string>> = {
  bash: (commands) => `_secant() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words="${firstWords(commands).join(' ')} --help --version"
  case "\${COMP_WORDS[1]}" in
${commands.map((command) => `    ${command.name.split(' ')[0]}) words="${wordsOf(command).join(' ')} --help" ;;`).join('\n')}
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${firstWords(commands).join(' ')} --help --version"
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  [ \${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- "$word"))
}
complete -F _secant secant
`,
  zsh: (commands) => `#compdef secant
_secant() {
  if (( CURRENT == 2 )); then
    compadd -- ${firstWords(commands).join(' ')} --help --version
    return
  fi
  case "$words[2]" in
${commands.map((command) => `    ${command.name.split(' ')[0]}) compadd -- ${wordsOf(command).join(' ')} --help ;;`).join('\n')}
  esac
  _files
}
compdef _secant secant
`,
  fish: (commands) =>
    `${[
      'complete -c secant -f -n __fish_use_subcommand -l help -l version',
      ...commands.flatMap((command) => {
        const [first = ''] = command.name.split(' ');
        return [
          `complete -c secant -f -n __fish_use_subcommand -a ${first} -d '${command.summary.replaceAll("'", "\\'")}'`,
          ...wordsOf(command).map((word) =>
            word.startsWith('--')
              ? `complete -c secant -n '__fish_seen_subcommand_from ${first}' -l ${word.slice(2)}`
              : `complete -c secant -f -n '__fish_seen_subcommand_from ${first}' -a ${word}`,
          ),
        ];
      }),
    ].join('\n')}\n`,
};
