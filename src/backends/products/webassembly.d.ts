// What the products use of the WebAssembly interface beside the declarations of the events backend.
declare namespace WebAssembly {
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
}
