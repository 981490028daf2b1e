import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Ctx, Resolver } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gidTail } from '../../kernel/gid.ts';
import type { Route, StoreRequest } from '../../kernel/route.ts';
import { search } from '../../kernel/search.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import { shopOf } from '../shop/domain.ts';
import { readFrom, writeFile } from './place.ts';

/** A file of the shop's library. */
export interface ShopFile {
  id: string;
  alt: string;
  fileStatus: 'UPLOADED' | 'PROCESSING' | 'READY' | 'FAILED';
  source: string;
  filename: string;
  createdAt: string;
  updatedAt: string;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    GenericFile: ShopFile;
    MediaImage: ShopFile;
  }
}

const TABLES = ['MediaImage', 'GenericFile'] as const;

/** Largest upload: a little above what a bulk mutation may read, so that its own limit speaks first. */
const UPLOAD_LIMIT = 120 * 1024 * 1024;

interface StagedInput {
  filename: string;
  mimeType: string;
  resource: string;
  httpMethod: 'POST' | 'PUT';
}

const FOLDERS: Record<string, string> = { BULK_MUTATION_VARIABLES: 'bulk', IMAGE: 'images', FILE: 'files' };

function target({ filename, mimeType, resource, httpMethod }: StagedInput, { world }: Ctx) {
  const folder = FOLDERS[resource] ?? resource.toLowerCase();
  const key = `tmp/${gidTail(shopOf(world).id)}/${folder}/${world.uuid()}/${filename}`;
  const root = `${world.origin}/_staged/`;
  const parameter = (name: string, value: string) => ({ name, value });
  if (httpMethod === 'PUT')
    return {
      url: root + key,
      resourceUrl: root + key,
      parameters: [parameter('content_type', mimeType), parameter('acl', 'private')],
    };
  return {
    url: root,
    resourceUrl: resource === 'BULK_MUTATION_VARIABLES' ? root : root + key,
    parameters: [
      parameter('Content-Type', mimeType),
      parameter('success_action_status', '201'),
      parameter('acl', 'private'),
      parameter('key', key),
    ],
  };
}

const put: Route = {
  method: 'PUT',
  pattern: '/_staged/*',
  bodyLimit: UPLOAD_LIMIT,
  handle: ({ world, url, body }) => {
    writeFile(world, keyIn(url), body);
    return { status: 200, body: '' };
  },
};

/** A form as Google Cloud Storage takes it: the field `key` names the file, `file` holds it. */
const post: Route = {
  method: 'POST',
  pattern: '/_staged/',
  bodyLimit: UPLOAD_LIMIT,
  handle: async ({ world, headers, body }: StoreRequest) => {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': headers['content-type'] ?? '' },
    })
      .formData()
      .catch(() => undefined);
    const key = form?.get('key');
    const file = form?.get('file');
    if (typeof key !== 'string' || !(file instanceof Blob))
      return { status: 400, body: 'the form needs a field key and a field file' };
    writeFile(world, key, Buffer.from(await file.arrayBuffer()));
    return { status: Number(form?.get('success_action_status') ?? 204), body: '' };
  },
};

const get: Route = {
  method: 'GET',
  pattern: '/_staged/*',
  handle: ({ world, url }) => {
    const stream = readFrom(world, keyIn(url));
    return stream ? { body: stream } : { status: 404, body: { error: 'there is no such file' } };
  },
};

const keyIn = (url: URL): string => decodeURIComponent(url.pathname.slice('/_staged/'.length));

interface FileInput {
  originalSource: string;
  contentType?: string | null;
  alt?: string | null;
  filename?: string | null;
}

const fileCreate: Resolver = (_, { files }: { files: FileInput[] }, { world }) => {
  const bad = files.findIndex((file) => !URL.canParse(file.originalSource));
  if (bad >= 0) return refuse(userError(['files', bad, 'originalSource'], 'File URL is invalid', 'INVALID'), 'files');
  const made = files.map((file) => {
    const now = world.timestamp();
    const filename = file.filename ?? new URL(file.originalSource).pathname.split('/').at(-1) ?? 'file';
    const image = file.contentType === 'IMAGE' || /\.(png|jpe?g|gif|webp)$/i.test(filename);
    return world.insert(image ? 'MediaImage' : 'GenericFile', {
      alt: file.alt ?? '',
      fileStatus: 'UPLOADED',
      source: file.originalSource,
      filename,
      createdAt: now,
      updatedAt: now,
    });
  });
  world.afterwards(() => {
    for (const file of made) world.patch(tableOf(file.id), file, { fileStatus: 'READY' });
  });
  return { files: made, userErrors: [] };
};

function tableOf(id: string): (typeof TABLES)[number] {
  return id.includes('/MediaImage/') ? 'MediaImage' : 'GenericFile';
}

const unknown = (ids: string[]) =>
  refuse(
    userError(['fileIds'], `File id ${JSON.stringify(ids)} does not exist.`, 'FILE_DOES_NOT_EXIST'),
    'deletedFileIds',
    'files',
  );

const fileDelete: Resolver = (_, { fileIds }: { fileIds: string[] }, { world }) => {
  const missing = fileIds.filter((id) => !world.get(tableOf(id), id));
  if (missing.length) return unknown(missing);
  for (const id of fileIds) world.remove(tableOf(id), world.get(tableOf(id), id)!);
  return { deletedFileIds: fileIds, userErrors: [] };
};

const fileUpdate: Resolver = (_, { files }: { files: { id: string; alt?: string | null }[] }, { world }) => {
  const missing = files.map((file) => file.id).filter((id) => !world.get(tableOf(id), id));
  if (missing.length) return unknown(missing);
  const changed = files.map(({ id, alt }) =>
    world.patch(tableOf(id), world.get(tableOf(id), id)!, {
      ...(alt === undefined || alt === null ? {} : { alt }),
      updatedAt: world.timestamp(),
    }),
  );
  return { files: changed, userErrors: [] };
};

const fileFields = {
  fileErrors: () => [],
  preview: () => null,
};

export const files: Domain = {
  name: 'files',
  resolvers: {
    QueryRoot: {
      files: (_, args: PageArgs & { query?: string | null }, { world }) => {
        const { test } = search<ShopFile>(args.query, {
          fields: {
            id: (file) => gidTail(file.id),
            filename: (file) => file.filename,
            status: (file) => file.fileStatus.toLowerCase(),
            created_at: (file) => file.createdAt,
            updated_at: (file) => file.updatedAt,
          },
          text: (file) => [file.filename],
        });
        return connection(TABLES.flatMap((table) => world.all(table)).filter(test), args);
      },
    },
    Mutation: {
      stagedUploadsCreate: (_, { input }: { input: StagedInput[] }, ctx) => ({
        stagedTargets: input.map((one) => target(one, ctx)),
        userErrors: [],
      }),
      fileCreate,
      fileUpdate,
      fileDelete,
    },
    GenericFile: { ...fileFields, url: (file: ShopFile) => (file.fileStatus === 'READY' ? file.source : null) },
    MediaImage: { ...fileFields, status: (file: ShopFile) => file.fileStatus, mediaContentType: () => 'IMAGE' },
  },
  routes: [put, post, get],
};
