const LIMIT = 65_535;
const GOOGLE_PROJECT = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const GOOGLE_TOPIC = /^(?!goog)[A-Za-z][A-Za-z0-9._~%+-]{2,254}$/;
const EVENT_SOURCE = /^arn:aws:events:[a-z0-9-]+::event-source\/aws\.partner\/shopify\.com(?:\.test)?\/(\d+)\/\S+$/;

export const isGoogleProject = (text: string): boolean => GOOGLE_PROJECT.test(text);
export const isGoogleTopic = (text: string): boolean => GOOGLE_TOPIC.test(text);

/** What is wrong with the address of a subscription, in Shopify's words; nothing when it can be used. `clientId` is the app's number. */
export function addressProblems(uri: string, clientId: string): string[] {
  if (uri === '') return ["Address can't be blank"];
  if (Buffer.byteLength(uri) > LIMIT) return ['Address is too big (maximum is 64 KB)'];
  if (uri.startsWith('arn:')) return arnProblems(uri, clientId);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === 'https') return URL.canParse(uri) ? [] : ['Address is invalid'];
  if (scheme === 'pubsub') return pubSubProblems(uri);
  if (!scheme) return ['Address is invalid'];
  const unsupported = `Address protocol ${scheme}:// is not supported`;
  return scheme === 'kafka' ? [unsupported, 'Address is not a valid kafka topic'] : [unsupported];
}

function arnProblems(uri: string, clientId: string): string[] {
  const named = EVENT_SOURCE.exec(uri)?.[1];
  if (named === undefined) return ['Address is invalid', 'Address is not a valid AWS ARN'];
  if (named === clientId) return [];
  return ['Address is invalid', `Address is an AWS ARN and includes api_client_id '${named}' instead of '${clientId}'`];
}

function pubSubProblems(uri: string): string[] {
  const parts = pubSubParts(uri);
  if (!parts)
    return [
      'Address protocol pubsub:// is not supported',
      'Address is not a valid GCP pub/sub format. Format should be pubsub://project:topic',
    ];
  const problems = [
    ...(isGoogleProject(parts.project) ? [] : ['Address is not a valid GCP project id.']),
    ...(isGoogleTopic(parts.topic) ? [] : ['Address is not a valid GCP topic id.']),
  ];
  return problems.length ? ['Address is invalid', ...problems] : [];
}

/** pubsub://project:topic in its parts. */
export function pubSubParts(uri: string): { project: string; topic: string } | undefined {
  const match = /^pubsub:\/\/([^:]+):([^:]+)$/.exec(uri);
  return match ? { project: match[1]!, topic: match[2]! } : undefined;
}
