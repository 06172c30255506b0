import * as v from 'valibot';
import { BackendChoice, FamilyName, PresetName } from '../protocol/config';
import { failureKinds } from '../protocol/failures';
import { type Arguments, type CommandName, check, commandNames, isFlag, optionsOf } from './arguments';
import { print } from './output';
import { summaryOf } from './usage';

const Shell = v.picklist(['bash', 'zsh', 'fish']);

/** `latent-lens completion` */
export async function completion(args: Arguments): Promise<void> {
  const shell = check(Shell, args.positional('the name of a shell (bash, zsh or fish)'), 'completion');
  print(shell === 'fish' ? forFish() : shell === 'zsh' ? forZsh() : forBash());
}

/** What options take that take one of a few words; others take files, numbers and names. */
const words: Readonly<Record<string, readonly string[]>> = {
  backend: BackendChoice.options,
  family: FamilyName.options,
  preset: PresetName.options,
  kind: failureKinds,
  method: ['umap', 'tsne', 'pacmap', 'pca'],
  model: ['vae', 'ae'],
  weights: ['best', 'newest'],
};

function forBash(): string {
  const perCommand = commandNames.map((name) => `    ${name}) options="${flagged(name).join(' ')}" ;;`);
  const perOption = Object.entries(words).map(
    ([name, all]) => `    --${name}) COMPREPLY=($(compgen -W "${all.join(' ')}" -- "$word")); return ;;`,
  );
  return `_latent_lens() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" options=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commandNames.join(' ')}" -- "$word"))
    return
  fi
  case "$before" in
${perOption.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${perCommand.join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _latent_lens latent-lens
`;
}

function forZsh(): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${forBash()}`;
}

function forFish(): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const lines = commandNames.flatMap((name) => [
    `complete -c latent-lens -n __fish_use_subcommand -a ${name} -d ${quoted(summaryOf(name))}`,
    ...optionsOf(name).map((option) => {
      const taken = words[option] ? ` -x -a ${quoted(words[option].join(' '))}` : isFlag(name, option) ? '' : ' -r';
      return `complete -c latent-lens -n ${quoted(`__fish_seen_subcommand_from ${name}`)} -l ${option}${taken}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}

function flagged(name: CommandName): string[] {
  return optionsOf(name).map((option) => `--${option}`);
}
