/** Below 600 px figures start as tables. */
const query = matchMedia("(max-width: 599px)");

class Viewport {
  narrow = $state(query.matches);
  constructor() {
    query.addEventListener("change", (event) => { this.narrow = event.matches; });
  }
}

export const viewport = new Viewport();
