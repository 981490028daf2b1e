// A bin is a place on a shelf with a name. The same item lies in one bin of a location.

/** Longest bin name, in characters: it has to fit on a label and on the pick list. */
export const longestBin = 40;
