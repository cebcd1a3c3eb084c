// The live owner card: asking, known, a question with three equal answers, not known.
import { make, say } from "./words.js";

export class OwnerCard {
  constructor(element, { words, hours, onAnswer }) {
    this.element = element;
    this.words = words.card;
    this.nouns = words.nouns;
    this.months = words.months;
    this.hours = hours;
    this.onAnswer = onAnswer;
  }

  idle() {
    this.tell(this.words.nothing_yet, "idle");
  }

  asking() {
    this.tell(this.words.asking, "asking");
  }

  failed(detail) {
    this.tell(detail ?? this.words.failed, "failed");
  }

  tell(text, state) {
    this.put(state, make("p", { className: "owner__idle", text }));
  }

  put(state, ...children) {
    this.element.dataset.state = state;
    this.element.replaceChildren(...children);
  }

  show(answer, locus) {
    if (answer.question) this.ask(answer);
    else this.known(answer, locus);
  }

  ask({ question }) {
    const buttons = question.options.map((option) => {
      const button = make("button", { className: "button", text: option.label, attributes: { type: "button", "data-answer": option.code } });
      button.addEventListener("click", () => this.onAnswer(question.code, option.code));
      return button;
    });
    this.put(
      "question",
      make("h2", { className: "owner__who", text: question.text }),
      make("div", { className: "owner__answers", attributes: { role: "group", "aria-label": question.text } }, ...buttons),
    );
  }

  known(answer, locus) {
    const owned = Boolean(answer.owner) && !["review", "unlocated"].includes(answer.kind);
    const office = shortName(answer.owner?.name ?? "");
    const name = office === "Private owner" ? this.words.private_owner : office;
    const values = { owner: name, noun: this.nouns[locus] ?? this.nouns.none, hours: this.hours };
    const who = say(this.words.who[owned ? "owned" : answer.kind] ?? this.words.who.review, values);
    const what = owned ? answer.owner.type : answer.kind === "unlocated" ? "unlocated" : "review";
    const children = [
      make("h2", { className: "owner__who", text: who.charAt(0).toUpperCase() + who.slice(1) }),
      make("p", { className: "owner__what", text: say(this.words.what[what] ?? this.words.what.review, values) }),
    ];
    const row = make("div", { className: "owner__row" });
    if (owned && answer.owner.phone) row.append(this.call(answer.owner));
    row.append(this.more(answer, owned));
    this.put("known", ...children, row);
  }

  call(owner) {
    return make("a", { className: "call", text: say(this.words.call, { phone: owner.phone }), attributes: { href: `tel:${owner.phone}` } });
  }

  more(answer, owned) {
    const lines = [];
    if (owned && answer.owner.address) lines.push(make("p", { className: "owner__why", text: `${answer.owner.name}, ${answer.owner.address}` }));
    if (answer.reason) lines.push(make("p", { className: "owner__why", text: say(this.words.why, { reason: answer.reason }) }));
    if (owned && answer.owner.type === "agency") {
      const day = answer.owner.verified_on;
      lines.push(make("p", { className: "owner__checked", text: day ? say(this.words.checked, { day: dayOf(day, this.months) }) : this.words.unchecked }));
    }
    const open = matchMedia("(min-width: 1100px)").matches;
    if (open) return make("div", { className: "owner__open" }, ...lines);
    return make("details", { className: "owner__more" }, make("summary", { text: this.words.more }), ...lines);
  }
}

// What stands in brackets behind an office's name is for the directory.
function shortName(name) {
  return name.split(" (")[0];
}

function dayOf(iso, months) {
  const [, month, day] = iso.split("-").map(Number);
  return `${day} ${months[month - 1]}`;
}
