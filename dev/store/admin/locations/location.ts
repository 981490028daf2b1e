/** A place that holds and ships stock; the inventory domain extends this. */
export interface Location {
  id: string;
  name: string;
  isActive: boolean;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    Location: Location;
  }
}
