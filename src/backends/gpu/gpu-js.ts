import type { GPU as Gpu, IKernelRunShortcut } from 'gpu.js';

/** The four modes of gpu.js that Heaviside offers by name. */
export type GpuMode = 'webgpu' | 'webgl2' | 'webasm' | 'cpu';

/** A result that stays where the kernel put it: a texture, a buffer, or rows of plain arrays. Only gpu.js looks inside. */
export interface GpuHandle {
  readonly toArray?: () => unknown;
  readonly delete?: () => void;
}

/** One compiled kernel; a call is one launch. */
type GpuLaunch = (args: readonly GpuHandle[]) => Promise<GpuHandle>;

/** Where a kernel really ran, and why it did not run where it should. */
export interface KernelPlace {
  readonly mode: string;
  readonly reason: string | undefined;
}

interface GpuKernelSettings {
  readonly columns: number;
  readonly rows: number;
  readonly whole: Readonly<Record<string, number>>;
  readonly real: Readonly<Record<string, number>>;
  /** Workers for a launch in mode `webasm`; 1: none. */
  readonly threads: number;
}

export interface GpuKernel {
  readonly launch: GpuLaunch;
  /** Known after the first launch. */
  readonly place: () => KernelPlace;
  /** Frees the kernel itself, not its results. */
  readonly destroy: () => void;
}

/** gpu.js behind one door. Its typings are looser and tighter than what it does; every cast around it is in this file. */
export interface GpuEngine {
  readonly createKernel: (kernel: (...args: never[]) => number, settings: GpuKernelSettings) => GpuKernel;
  /** A host array as an argument of a launch, row-major. */
  readonly input: (values: Float32Array, columns: number, rows: number) => GpuHandle;
  readonly read: (handle: GpuHandle, columns: number, rows: number) => Promise<Float32Array>;
  /** Whether the device under the kernels is gone. */
  readonly lost: () => boolean;
  /** What the driver calls itself, where it tells. */
  readonly adapter: () => string | undefined;
  readonly destroy: () => Promise<void>;
}

/** What is needed of gpu.js's module. */
export interface GpuLibrary {
  readonly GPU: typeof Gpu & { readonly isWebGL2Supported: boolean; readonly isWebAssemblySupported: boolean };
  readonly input: (values: Float32Array, size: readonly number[]) => unknown;
  readonly WebGPUContext: { readonly destroy: () => Promise<void> };
}

/** Members of a running kernel that the typings leave out. */
interface RunningKernel {
  readonly constructor: { readonly mode: string };
  readonly fallbackReason?: string | null;
  readonly context?: DeviceContext | WebGl2Context | null;
}
interface DeviceContext {
  readonly isLost: boolean;
  readonly adapter?: WebGpuAdapter;
}

/** What a WebGPU adapter calls itself. */
export interface WebGpuAdapter {
  readonly info?: { readonly vendor?: string; readonly description?: string; readonly architecture?: string };
}

export interface WebGl2Context {
  readonly isContextLost: () => boolean;
  readonly texStorage2D: unknown;
  readonly getExtension: (
    name: string,
  ) => { readonly UNMASKED_RENDERER_WEBGL: number; readonly loseContext?: () => void } | null;
  readonly getParameter: (name: number) => unknown;
}

/** Loads gpu.js when it is asked for, not before: a run on another backend pays nothing. */
export async function loadGpuJs(): Promise<GpuLibrary> {
  const loaded = (await import('gpu.js')) as unknown as GpuLibrary & { readonly default?: GpuLibrary };
  return loaded.default ?? loaded;
}

export function createEngine(library: GpuLibrary, mode: GpuMode): GpuEngine {
  const gpu = new library.GPU({ mode } as ConstructorParameters<typeof Gpu>[0]);
  const running = new Set<IKernelRunShortcut>();
  const inside = (shortcut: IKernelRunShortcut): RunningKernel => shortcut.kernel as unknown as RunningKernel;
  let known: RunningKernel['context'];
  const context = () => {
    for (const shortcut of known ? [] : running) known ??= inside(shortcut).context;
    return known;
  };
  return {
    createKernel(kernel, { columns, rows, whole, real, threads }) {
      const typed = (record: object, type: 'Integer' | 'Float') => Object.keys(record).map((name) => [name, type]);
      const settings = {
        output: [columns, rows],
        constants: { ...whole, ...real },
        constantTypes: Object.fromEntries([...typed(whole, 'Integer'), ...typed(real, 'Float')]),
        precision: 'single',
        tactic: 'precision',
        pipeline: true,
        immutable: true,
        loopMaxIterations: 1 << 20,
        // Elsewhere a launch is asynchronous by nature, or gains nothing.
        ...(mode === 'webasm' && threads > 1 ? { asyncMode: true, poolSize: threads } : {}),
      };
      const shortcut = gpu.createKernel(kernel as never, settings as never) as unknown as IKernelRunShortcut;
      running.add(shortcut);
      return {
        launch: async (args) => (await (shortcut as unknown as (...args: unknown[]) => unknown)(...args)) as GpuHandle,
        place: () => {
          const kernel = inside(shortcut);
          // All WebGL kernels call their mode "gpu".
          const isWebGl2 = kernel.context !== undefined && kernel.context !== null && 'texStorage2D' in kernel.context;
          const own = kernel.constructor.mode;
          return { mode: own === 'gpu' && isWebGl2 ? 'webgl2' : own, reason: kernel.fallbackReason ?? undefined };
        },
        destroy() {
          running.delete(shortcut);
          shortcut.destroy();
        },
      };
    },
    input: (values, columns, rows) => library.input(values, [columns, rows]) as GpuHandle,
    async read(handle, columns, rows) {
      const lines = (handle.toArray ? await handle.toArray() : handle) as readonly Float32Array[];
      const flat = new Float32Array(columns * rows);
      for (let row = 0; row < rows; row++) flat.set(lines[row]!, row * columns);
      return flat;
    },
    lost() {
      const found = context();
      if (!found) return false;
      return 'isLost' in found ? found.isLost : found.isContextLost?.() === true;
    },
    adapter() {
      const found = context();
      if (!found) return undefined;
      return 'getExtension' in found ? rendererName(found) : adapterName(found.adapter);
    },
    destroy: () => gpu.destroy() as unknown as Promise<void>,
  };
}

export function adapterName(adapter: WebGpuAdapter | undefined): string | undefined {
  const { vendor = '', architecture = '', description = '' } = adapter?.info ?? {};
  return [vendor, architecture, description].filter((word) => word !== '').join(' ') || undefined;
}

export function rendererName(context: WebGl2Context): string | undefined {
  const names = context.getExtension('WEBGL_debug_renderer_info');
  return names ? String(context.getParameter(names.UNMASKED_RENDERER_WEBGL)) : undefined;
}
