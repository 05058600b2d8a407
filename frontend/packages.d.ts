// What is published without types.
declare module "@alpinejs/csp" {
  interface Alpine {
    data(name: string, component: (...values: unknown[]) => object): void;
    store(name: string, value: object): void;
    start(): void;
  }
  const alpine: Alpine;
  export default alpine;
}
declare module "*.css";
