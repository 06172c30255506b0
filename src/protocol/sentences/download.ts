/** About data sets that are downloaded. */
export const downloadSentences = {
  'download.unknown': 'There is no data set {name} to download. Choose one of {names}.',
  'download.mirror':
    '{mirror} is not the address of a mirror. Give one that begins with https:// or http://, or none for the public hosts.',
  'download.proxy': 'The proxy {proxy} cannot be used ({reason}). Correct the proxy settings, and download again.',
  'download.unreachable':
    '{url} cannot be reached ({reason}; {attempts} attempt(s)). Check the network and the proxy settings, and download again: what has arrived is kept.',
  'download.stalled':
    '{url} sent nothing for {seconds} seconds ({attempts} attempt(s)). Check the network, and download again: what has arrived is kept.',
  'download.interrupted':
    '{url} broke off after {received} of {expected} bytes ({attempts} attempt(s)). Check the network, and download again: what has arrived is kept.',
  'download.busy':
    '{url} answered with status {status} ({attempts} attempt(s)). Download again later, or from a mirror: what has arrived is kept.',
  'download.refused': '{url} answered with status {status}. Download from a mirror, or copy the file from elsewhere.',
  'download.page':
    '{url} answered with a web page and not with the file. The network may ask you to sign in first: do so, and download again.',
  'download.length':
    '{url} has {actual} bytes instead of {expected}: it is not the file that was asked for, and was not kept. Download again later, or from a mirror.',
  'download.checksum':
    '{url} has the SHA-256 {actual} instead of {expected}: it is not the file that was asked for, and was deleted. Download again later, or from a mirror.',
  'download.redirects': '{url} redirects more than {count} times. Download again later, or from a mirror.',
  'download.redirect':
    '{url} redirects to {target}, where the download may not go: that is not encrypted, or no web address. Download from a mirror.',
} as const;
