import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Ctx, Resolver } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gidTail } from '../../kernel/gid.ts';
import type { Route, StoreRequest } from '../../kernel/route.ts';
import { search } from '../../kernel/search.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { metafieldFields } from '../metafields/metafield.ts';
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
  const long = altErrors(files);
  if (long.length) return refuse(long, 'files');
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

const ALT_LIMIT = 512;

const altErrors = (files: { alt?: string | null }[]): UserError[] =>
  files.flatMap(({ alt }, index) =>
    (alt?.length ?? 0) > ALT_LIMIT
      ? [
          userError(
            ['files', index, 'alt'],
            `The alt value exceeds the maximum limit of ${ALT_LIMIT} characters.`,
            'ALT_VALUE_LIMIT_EXCEEDED',
          ),
        ]
      : [],
  );

const fileOf = (world: World, id: string): ShopFile | undefined => world.get(tableOf(id), id);

/** A file that Shopify still works on cannot be changed. */
const notReady = (world: World, ids: string[], field: string) =>
  ids.every((id) => fileOf(world, id)?.fileStatus === 'READY')
    ? undefined
    : refuse(userError([field], 'Non-ready files cannot be updated.', 'NON_READY_STATE'), 'files');

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

interface UpdateInput {
  id: string;
  alt?: string | null;
  filename?: string | null;
  originalSource?: string | null;
}

const fileUpdate: Resolver = (_, { files }: { files: UpdateInput[] }, { world }) => {
  const missing = files.map((file) => file.id).filter((id) => !world.get(tableOf(id), id));
  if (missing.length) return unknown(missing);
  const refused = notReady(
    world,
    files.map((file) => file.id),
    'files',
  );
  if (refused) return refused;
  const long = altErrors(files);
  if (long.length) return refuse(long, 'files');
  const changed = files.map(({ id, alt, filename, originalSource }) =>
    world.patch(tableOf(id), world.get(tableOf(id), id)!, {
      ...(alt == null ? {} : { alt }),
      ...(filename == null ? {} : { filename }),
      ...(originalSource == null ? {} : { source: originalSource }),
      updatedAt: world.timestamp(),
    }),
  );
  return { files: changed, userErrors: [] };
};

/** Mutation.fileAcknowledgeUpdateFailed: no update of a file has failed here, so there is nothing to forget. */
const fileAcknowledgeUpdateFailed: Resolver = (_, { fileIds }: { fileIds: string[] }, { world }) => {
  const missing = fileIds.filter((id) => !fileOf(world, id));
  if (missing.length) return unknown(missing);
  const refused = notReady(world, fileIds, 'fileIds');
  return refused ?? { files: fileIds.map((id) => fileOf(world, id)), userErrors: [] };
};

/** The two older ways to ask for a place to upload to. */
const stagedUploadTargetGenerate: Resolver = (_, { input }: { input: Partial<StagedInput> }, ctx) => ({
  ...target({ filename: '', mimeType: '', resource: 'FILE', httpMethod: 'PUT', ...input }, ctx),
  userErrors: [],
});
const stagedUploadTargetsGenerate: Resolver = (_, { input }: { input: Partial<StagedInput>[] }, ctx) => ({
  urls: input.map((one) => target({ filename: '', mimeType: '', resource: 'IMAGE', httpMethod: 'PUT', ...one }, ctx)),
  userErrors: [],
});

const TYPES: Record<string, string> = {
  csv: 'text/csv',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
  webp: 'image/webp',
};

const isReady = (file: ShopFile) => file.fileStatus === 'READY';

const fileFields = {
  ...metafieldFields,
  fileErrors: () => [],
  preview: () => null,
  translations: () => [],
  mimeType: (file: ShopFile) => TYPES[file.filename.split('.').at(-1)!.toLowerCase()] ?? null,
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
      fileAcknowledgeUpdateFailed,
      stagedUploadTargetGenerate,
      stagedUploadTargetsGenerate,
    },
    GenericFile: {
      ...fileFields,
      url: (file: ShopFile) => (isReady(file) ? file.source : null),
      originalFileSize: () => null,
    },
    MediaImage: {
      ...fileFields,
      status: (file: ShopFile) => file.fileStatus,
      mediaContentType: () => 'IMAGE',
      mediaErrors: () => [],
      mediaWarnings: () => [],
      originalSource: (file: ShopFile) => ({ url: file.source, fileSize: null }),
      // Nobody looks into the picture: its measures are not known.
      image: (file: ShopFile) =>
        isReady(file)
          ? { id: null, url: file.source, altText: file.alt || null, width: null, height: null, thumbhash: null }
          : null,
    },
  },
  routes: [put, post, get],
};
