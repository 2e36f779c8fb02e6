// How the board says things, in the reader's language.

// What time it is for the rules, as the service told it last, and the machine's clock since.
export const clock = {
  ahead: 0,
  hear(time) {
    const at = Date.parse(time ?? "");
    if (!Number.isNaN(at)) this.ahead = at - Date.now();
  },
  now() {
    return Date.now() + this.ahead;
  },
};

export function wordsOf(texts) {
  const { language } = texts;
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const square = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const compact = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 2 });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
  const { compare } = new Intl.Collator(language, { numeric: true });
  // A name that says itself what it is stays as it is: "A栋".
  const named = (text, name) => /^[\w-]+$/.test(name) ? text.replace("{}", name) : name;
  return {
    ...texts,
    order: compare,
    count: number => whole.format(number),
    money: number => number === null ? "" : `¥${whole.format(number)}`,
    short: number => `¥${compact.format(number)}`,
    area: number => `${square.format(number)} m²`,
    time: at => moment.format(at),
    building: name => named(texts.building, name),
    entrance: name => named(texts.entrance, name),
    floor: number => texts.floor.replace("{}", number),
    waiting: count => count > 0 ? texts.waiting.replace("{}", count) : "",
    say: (name, places) => texts[name].replace(/\{(\w+)\}/g, (_, place) => places[place]),
    left(until) {
      if (!until) return "";
      const minutes = Math.floor((Date.parse(until) - clock.now()) / 60000);
      if (minutes < 0) return texts.over;
      if (minutes < 60) return texts.minutes.replace("{}", minutes);
      const hours = Math.floor(minutes / 60);
      return hours < 48 ? texts.hours.replace("{}", hours) : texts.days.replace("{}", Math.floor(hours / 24));
    },
  };
}
