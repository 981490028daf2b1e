// The word that lets a page's own inline scripts run under its Content-Security-Policy; null where the policy asks for none.
import { createContext } from 'react';

export const Nonce = createContext<string | null>(null);
