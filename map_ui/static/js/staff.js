// The desk's key: "/" goes to the search that searches everything; never while somebody types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key !== "/") return;
  event.preventDefault();
  document.getElementById("search").focus();
});
document.querySelector(".desk__request [role='alert'], .verb[open] .error")?.scrollIntoView({ block: "center" });
