/** An error that Shopify answers at the top level of a GraphQL response (`errors`), with its code under `extensions`. */
export class ApiError extends Error {
  readonly extensions: Record<string, unknown>;
  /** What of the arguments is meant, after the path of the field. */
  argument: string[] = [];
  constructor(message: string, code: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.extensions = { code, ...extra };
  }
}

/** A gid of the wrong type, or with number 0: the field is null and `errors` says "Invalid id: …". */
export function invalidId(id: string): ApiError {
  return new ApiError(`Invalid id: ${id}`, 'RESOURCE_NOT_FOUND');
}

export function badRequest(message: string): ApiError {
  return new ApiError(message, 'BAD_REQUEST');
}

/** `requirement` is the text of the schema's requiredAccess, e.g. "`read_orders` access scope." */
export function accessDenied(field: string, requirement: string): ApiError {
  return new ApiError(`Access denied for ${field} field. Required access: ${requirement}`, 'ACCESS_DENIED', {
    documentation: 'https://shopify.dev/api/usage/access-scopes',
    requiredAccess: requirement,
  });
}

/** The dev store knows the field from the schema but has no behaviour for it yet. */
export function unimplemented(type: string, field: string): ApiError {
  return new ApiError(`Backroom's dev store does not implement ${type}.${field} yet`, 'NOT_IMPLEMENTED', {
    typeName: type,
    fieldName: field,
  });
}
