/** A user error of a mutation's payload. Selecting `code` is only possible where the schema's error type has it. */
export interface UserError {
  field: string[] | null;
  message: string;
  code?: string | null;
}

/** `userError(['input', 'lines', 0], 'Quantity must be greater than 0', 'INVALID')`: path numbers become strings, as Shopify writes them. */
export function userError(field: (string | number)[] | null, message: string, code: string | null = null): UserError {
  return { field: field?.map(String) ?? null, message, code };
}

/** A payload that refuses: the named objects null, the errors as given. */
export function refuse(errors: UserError | UserError[], ...nullFields: string[]): Record<string, unknown> {
  return {
    ...Object.fromEntries(nullFields.map((name) => [name, null])),
    userErrors: Array.isArray(errors) ? errors : [errors],
  };
}
