/** About what programs ask of the tools that are offered to them, and what links ask for. */
export const toolSentences = {
  'tool.input': '{tool}: {field} {problem}. Look at the schema of its input.',
  'tool.outside':
    '{path} lies outside of what may be reached: {folders}. Name a path in there, or open the folder that it is in.',
  'tool.noRun': 'There is no run {run}. Did you mean {nearest}? list_runs names all of them.',
  'tool.noRuns': 'There is no run {run}, nor any other. Train one first, or name the folder of one.',
  'tool.training': '{run} is being trained already. Wait for its end, or stop it, before another begins.',
  'tool.notTraining': '{run} is not being trained from here, so it can’t be stopped from here.',
  'tool.trains': 'A model ({family}) is trained on {data}, and its run is written to the workspace.',
  'tool.stops': 'The training of {run} is ended. It can be resumed.',
  'tool.untrusted': 'This workspace is not trusted, so nothing is written in it. Trust it first.',
  'tool.codes': 'A code of {run} has {latent} numbers, and one of {numbers} was given. Give as many as it has.',
  'tool.dimension': 'The codes of {run} have {latent} dimensions, 0 to {last}, so there is no {dimension}.',
  'tool.oneExample': 'Say one of example, text or picture: {given} were said.',
  'tool.tooLarge': '{path} has {size} MB, and no more than {most} are taken as a picture. Make it smaller.',
  'link.unknown':
    'The link leads to {link}, which is nothing that can be opened. Links are /run?path=… or /view?path=….',
} as const;
