// Moves the focus to the summary of mistakes, so that it is read first.
document.querySelector(".error-summary")?.focus();
