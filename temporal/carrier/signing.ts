import { createHmac } from 'node:crypto';

/** X-Twilio-Signature: base64(HMAC-SHA1(token, URL without fragment + sorted key+value pairs)). */
export function twilioSignature(authToken: string, url: string, params: Record<string, string>): string {
  const hash = url.indexOf('#');
  const signed = Object.keys(params)
    .sort()
    .reduce((text, key) => text + key + (params[key] ?? ''), hash < 0 ? url : url.slice(0, hash));
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

/** Svix: `v1,` + base64(HMAC-SHA256(secret, id.timestamp.body)); the secret is base64 behind `whsec_`. */
export function svixSignature(secret: string, id: string, timestampS: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestampS}.${body}`, 'utf8').digest('base64')}`;
}
