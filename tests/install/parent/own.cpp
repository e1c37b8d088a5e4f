// What the parent project has of its own.
int own() {
  return 1;
}
