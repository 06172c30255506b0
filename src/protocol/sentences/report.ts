/** About reports of runs. */
export const reportSentences = {
  'report.ending': 'A report is written as .html or .md, and {path} ends in neither. Choose another name.',
  'report.tooManyRuns': 'A report is of one run, or of up to {most} beside each other, and {runs} are named.',
  'report.twice': 'The run at {path} is named twice. Name two different ones to compare.',
} as const;
