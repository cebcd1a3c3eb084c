// Words to a place: one candidate is taken, several are offered, a street alone is shown and asks for more.
import { make, say } from "./words.js";

export class AddressBox {
  constructor(form, { words, onChosen, onStreet }) {
    Object.assign(this, { form, words, onChosen, onStreet });
    this.field = form.elements.q;
    this.list = document.getElementById("choices");
    document.getElementById("find").addEventListener("click", () => this.find());
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.find();
    });
    this.field.addEventListener("input", () => this.edited());
  }

  // Other words are another place; a pin somebody placed by hand stays.
  edited() {
    if (this.form.elements.source.value !== "address") return;
    for (const name of ["lat", "long", "source", "zoom", "accuracy_ft"]) this.form.elements[name].value = "";
  }

  async find() {
    const words = this.field.value.trim();
    if (!words) return this.field.focus();
    this.tell("");
    try {
      const answer = await fetch(`/api/v1/geocode?lang=${document.documentElement.lang}&q=${encodeURIComponent(words)}`);
      const body = await answer.json();
      if (!answer.ok) return this.tell(answer.status < 500 ? body.detail : this.words.card.failed);
      this.offer(body.candidates ?? []);
    } catch {
      this.tell(this.words.card.failed);
    }
  }

  offer(candidates) {
    if (!candidates.length) return this.tell(this.words.address_none);
    if (candidates.length === 1) return this.take(candidates[0]);
    const rows = candidates.map((place) => {
      const button = make("button", { className: "choice", text: place.label, attributes: { type: "button" } });
      button.addEventListener("click", () => this.take(place));
      return make("li", {}, button);
    });
    this.list.replaceChildren(make("li", { className: "hint", text: this.words.address_choose }), ...rows);
    this.list.hidden = false;
  }

  take(place) {
    this.list.hidden = true;
    this.field.value = place.label;
    if (place.match_type === "StreetName") {
      this.tell(say(this.words.street_only, { street: place.label }));
      this.onStreet(place);
    } else this.onChosen(place);
  }

  tell(text) {
    this.list.hidden = !text;
    this.list.replaceChildren(...(text ? [make("li", { className: "error", text, attributes: { role: "status" } })] : []));
  }
}
