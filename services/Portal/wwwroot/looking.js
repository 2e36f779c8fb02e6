// Whether somebody looks at the page: one that lies behind another, or on a locked screen, need not be read again.
export const isLookedAt = () => document.visibilityState === "visible";
