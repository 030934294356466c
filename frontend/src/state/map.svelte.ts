/** Which map is drawn: the packaged one, or the user's own. */
import { api } from "../api/client";

class ChosenMap {
  topology = $state.raw<unknown>((globalThis as { ytterbyWorld?: unknown }).ytterbyWorld);
  note = $state("");

  /** Ask the server for another map; without one the packaged map stays. */
  async begin(): Promise<void> {
    const found = await api.map();
    if (!found.data) return;
    this.topology = found.data;
    this.note = found.note;
  }
}

export const chosenMap = new ChosenMap();
