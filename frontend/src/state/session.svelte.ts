/** What the reader chose: address, language, colours. One for the page. */
import { formatRoute, parseRoute, type Route, START } from "./route";
import { isLanguage, type Language, preferred, type Speaker, speaker } from "../words/speaker";

export type Theme = "auto" | "light" | "dark";
const kept = (name: string): string | null => { try { return localStorage.getItem(name); } catch { return null; } };
const keep = (name: string, value: string): void => { try { localStorage.setItem(name, value); } catch { /* a file opened from disk may be refused a store */ } };

class Session {
  route = $state.raw<Route>(START);
  language = $state<Language>("en");
  theme = $state<Theme>("auto");
  said = $state("");
  say: Speaker = $derived(speaker(this.language));

  begin(language?: string): void {
    this.route = parseRoute(location.hash);
    const wanted = kept("ytterby-language") ?? language ?? "";
    this.language = isLanguage(wanted) ? wanted : preferred(navigator.languages);
    const theme = kept("ytterby-theme");
    this.theme = theme === "light" || theme === "dark" ? theme : "auto";
  }

  /** Change the address; a step of its own unless it only follows a slider or the month. */
  go(change: Partial<Route>, own = false): void {
    this.route = { ...this.route, ...change };
    const address = formatRoute(this.route);
    if (address === location.hash) return;
    if (own) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }

  back(): void {
    this.route = parseRoute(location.hash);
  }

  speak(language: Language): void {
    this.language = language;
    keep("ytterby-language", language);
  }

  paint(theme: Theme): void {
    this.theme = theme;
    keep("ytterby-theme", theme);
  }

  /** Say something to those who listen to the page instead of looking at it. */
  tell(words: string): void {
    this.said = words;
  }
}

export const session = new Session();
