// The report's pin: it stands in the middle, the map moves under it, and after each move we ask whose job the spot is.
import { AddressBox } from "./address-box.js";
import { OwnerCard } from "./owner-card.js";
import { similar } from "./similar.js";

const NEAR_ENOUGH = 16;
const CLOSE = 18;
const PAUSE_MS = 250;
const STEP_M = 3.048;
const DEGREE_M = 111320;
const FT_PER_M = 3937 / 1200;

export function livePin(map, given) {
  const form = document.getElementById("report");
  const pin = new Pin(map, form, given);
  for (const how of ["scrollWheelZoom", "touchZoom", "doubleClickZoom"]) map.options[how] = "center";
  map.on("click", (event) => pin.place(event.latlng, "pin", { fly: true }));
  map.on("dragend", () => map.getZoom() >= NEAR_ENOUGH && pin.place(map.getCenter(), "pin"));
  map.on("zoomend", () => pin.zoomed());
  for (const button of document.querySelectorAll("[data-nudge]")) {
    button.addEventListener("click", () => pin.nudge(...button.dataset.nudge.split(",").map(Number)));
  }
  document.getElementById("here").addEventListener("click", () => pin.here());
  form.elements.service_code.addEventListener("change", () => pin.serviceChosen());
  form.addEventListener("submit", () => setTimeout(() => (form.querySelector('[type="submit"]').disabled = true)));
  addEventListener("pageshow", () => (form.querySelector('[type="submit"]').disabled = false));
  document.getElementById("errors")?.focus();
  pin.start();
}

class Pin {
  constructor(map, form, given) {
    Object.assign(this, { map, form, given, words: given.words, answers: {}, timer: 0, running: null, ring: null });
    this.fields = form.elements;
    this.cross = document.querySelector(".crosshair");
    this.say = document.getElementById("map-say");
    this.card = new OwnerCard(document.getElementById("owner-card"), {
      words: given.words,
      hours: given.hours,
      onAnswer: (code, option) => this.answer(code, option),
    });
    this.box = new AddressBox(form, { words: given.words, onChosen: (place) => this.found(place), onStreet: (place) => this.street(place) });
  }

  start() {
    const lat = Number.parseFloat(this.fields.lat.value);
    const lon = Number.parseFloat(this.fields.long.value);
    this.serviceNotes();
    for (const field of this.form.querySelectorAll(".live-answer")) this.answers[field.name.slice("answer.".length)] = field.value;
    if (Number.isFinite(lat) && Number.isFinite(lon)) {
      if (this.placed && this.fields.service_code.value) document.getElementById("question")?.remove(); // the card asks it
      this.map.setView([lat, lon], Number(this.fields.zoom.value) || CLOSE, { animate: false });
      this.later();
    } else {
      this.cross.classList.add("crosshair--unset");
      this.say.textContent = this.words.tap;
      if (this.fields.q.value) this.box.find();
      else if (location.hash === "#here") this.here();
    }
  }

  get placed() {
    return this.fields.source.value !== "";
  }

  place(at, source, { fly = false, accuracy_ft = null, zoom = null } = {}) {
    const closer = zoom ?? Math.max(this.map.getZoom(), source === "pin" && fly ? NEAR_ENOUGH + 1 : 0);
    if (fly || zoom) this.map.setView(at, closer, { animate: closer === this.map.getZoom() });
    this.fields.lat.value = at.lat.toFixed(6);
    this.fields.long.value = at.lng.toFixed(6);
    this.fields.zoom.value = String(closer);
    this.fields.accuracy_ft.value = accuracy_ft === null ? "" : String(Math.round(accuracy_ft));
    this.fields.source.value = source;
    this.cross.classList.remove("crosshair--unset");
    if (source !== "phone") this.clearRing();
    this.say.textContent = "";
    this.clearAnswers();
    this.later();
  }

  zoomed() {
    if (this.fields.source.value !== "pin") return;
    this.fields.zoom.value = String(this.map.getZoom());
    this.later();
  }

  nudge(east, north) {
    const centre = this.map.getCenter();
    const pixel_m = (40075016.686 * Math.cos((centre.lat * Math.PI) / 180)) / 2 ** (this.map.getZoom() + 8);
    const step = Math.max(STEP_M, 3 * pixel_m);
    const at = L.latLng(centre.lat + (north * step) / DEGREE_M, centre.lng + (east * step) / (DEGREE_M * Math.cos((centre.lat * Math.PI) / 180)));
    this.map.setView(at, this.map.getZoom(), { animate: false });
    this.place(at, "pin");
  }

  here() {
    if (!navigator.geolocation) return void (this.say.textContent = this.words.not_found_you);
    this.say.textContent = this.words.finding_you;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const at = L.latLng(coords.latitude, coords.longitude);
        const feet = coords.accuracy * FT_PER_M;
        this.clearRing();
        this.ring = L.circle(at, { radius: coords.accuracy, color: "#16202b", weight: 1.5, dashArray: "5 5", fillColor: "#0b5a8a", fillOpacity: 0.08, interactive: false }).addTo(this.map);
        this.place(at, "phone", { accuracy_ft: feet, zoom: coords.accuracy > 60 ? 16 : coords.accuracy > 25 ? 17 : CLOSE });
        this.say.textContent = this.words.found_you.replace("{feet}", String(Math.round(feet)));
      },
      () => (this.say.textContent = this.words.not_found_you),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
    );
  }

  found(place) {
    this.place(L.latLng(place.lat, place.long), "address", { zoom: CLOSE });
  }

  street(place) {
    this.map.setView([place.lat, place.long], NEAR_ENOUGH, { animate: false });
    this.say.textContent = this.words.tap_on_street;
  }

  clearRing() {
    this.ring?.remove();
    this.ring = null;
  }

  answer(code, option) {
    this.answers[code] = option;
    let field = this.fields[`answer.${code}`];
    if (!field || field instanceof RadioNodeList) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name: `answer.${code}`, className: "live-answer" });
      document.getElementById("question")?.remove();
      this.form.append(field);
    }
    field.value = option;
    this.later(0);
  }

  clearAnswers() {
    this.answers = {};
    for (const field of this.form.querySelectorAll(".live-answer")) field.remove();
    document.getElementById("question")?.remove();
  }

  serviceChosen() {
    this.clearAnswers();
    this.serviceNotes();
    this.later(0);
  }

  serviceNotes() {
    const option = this.fields.service_code.selectedOptions[0];
    document.getElementById("danger").hidden = !option?.dataset.danger;
    document.getElementById("named").hidden = !option?.dataset.named;
    if (option?.dataset.named) document.querySelector(".contact").open = true;
  }

  later(pause = PAUSE_MS) {
    clearTimeout(this.timer);
    this.running?.abort();
    const option = this.fields.service_code.selectedOptions[0];
    const needless = option?.dataset.location === "none";
    if (!option?.value || (!this.placed && !needless)) return this.card.idle();
    this.card.asking();
    this.timer = setTimeout(() => this.ask(option), pause);
  }

  async ask(option) {
    this.running = new AbortController();
    try {
      const answer = await fetch(`/api/v1/responsibility?${this.question(option)}`, { signal: this.running.signal });
      const body = await answer.json();
      if (answer.ok) this.card.show(body, option.dataset.locus);
      else this.card.failed(answer.status < 500 ? body.detail : undefined);
    } catch (problem) {
      if (problem.name !== "AbortError") this.card.failed();
      return;
    }
    similar(this.fields, this.words, this.running.signal);
  }

  question(option) {
    const query = new URLSearchParams({ service_code: option.value, lang: document.documentElement.lang });
    const source = this.fields.source.value;
    if (source === "address") query.set("q", this.fields.q.value);
    else if (source) {
      query.set("lat", this.fields.lat.value);
      query.set("long", this.fields.long.value);
      query.set("source", source);
      if (source === "phone") query.set("accuracy_ft", this.fields.accuracy_ft.value);
      else query.set("zoom", this.fields.zoom.value);
    }
    for (const [code, chosen] of Object.entries(this.answers)) query.set(`answer[${code}]`, chosen);
    return query;
  }
}
