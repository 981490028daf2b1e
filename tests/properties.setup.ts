// Runs before each test file. Properties draw other cases each time, which is how they find what nobody thought of; continuous
// integration draws the same ones, so that its answer is about the change and not about luck. PROPERTY_SEED=n draws those of n.
import fc from 'fast-check';

const { CI, PROPERTY_SEED } = process.env;
const seed = PROPERTY_SEED ? Number(PROPERTY_SEED) : CI ? 1 : undefined;
if (seed !== undefined) fc.configureGlobal({ seed });
