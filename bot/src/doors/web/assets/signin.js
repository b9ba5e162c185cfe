// Sends the sign-in form at once: whoever opened the link meant to come in.
document.querySelector("form").submit();
