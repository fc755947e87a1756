// The libraries, which run before all modules.
export const { h, render, Fragment } = globalThis.preact;
export const { useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback } = globalThis.preactHooks;
export const html = globalThis.htm.bind(h);
export const Plot = globalThis.uPlot;
