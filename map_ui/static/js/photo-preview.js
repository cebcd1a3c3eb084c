// What was chosen, before it is sent: a small picture or the name of each file, and which will not be kept.
import { make } from "./words.js";

for (const box of document.querySelectorAll(".choose-files")) {
  const input = box.querySelector('input[type="file"]');
  const list = box.querySelector(".choose-files__chosen");
  const mostBytes = Number(box.dataset.mostBytes);
  const mostFiles = Number(box.dataset.mostFiles);
  let shown = [];

  const said = (file, at) => {
    if (at >= mostFiles) return list.dataset.tooMany;
    return file.size > mostBytes ? list.dataset.tooLarge : "";
  };

  const item = (file, at) => {
    const words = make("span", { className: "choose-files__name", text: file.name });
    const why = said(file, at);
    const entry = make("li", { className: why ? "choose-files__not" : "" }, words);
    if (why) entry.append(make("span", { className: "choose-files__why", text: why }));
    if (file.type.startsWith("image/")) {
      const picture = make("img", { attributes: { alt: "" } });
      picture.addEventListener("error", () => picture.remove());
      picture.src = URL.createObjectURL(file);
      shown.push(picture.src);
      entry.prepend(picture);
    }
    return entry;
  };

  input.addEventListener("change", () => {
    shown.forEach((address) => URL.revokeObjectURL(address));
    shown = [];
    list.replaceChildren(...[...input.files].map(item));
    list.hidden = !input.files.length;
  });
}
