// Light or dark, as the person has it on their machine, before anything is drawn.
const dark = matchMedia("(prefers-color-scheme: dark)");
const apply = () => document.documentElement.dataset.bsTheme = dark.matches ? "dark" : "light";
dark.addEventListener("change", apply);
apply();
