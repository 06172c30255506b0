/** Of points that come in their own colours, or, TINTED, all in one. */
export const vertexShader = /* glsl */ `
precision highp float;

in vec3 origin;
in vec3 position;
#ifdef TINTED
uniform vec3 tint;
#else
in vec4 colour;
#endif

uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
uniform float mixing;      // 0: at origin, 1: at position
uniform float reach;       // diameter at depth 1, in pixels
uniform vec2 sizes;        // smallest and largest diameter
uniform vec3 fog;          // near, far, strength
uniform vec3 background;

out vec3 shade;
out float radius;

void main() {
  gl_Position = projectionMatrix * modelViewMatrix * vec4(mix(origin, position, mixing), 1.0);
  float depth = gl_Position.w;
  float diameter = clamp(reach / depth, sizes.x, sizes.y);
  radius = diameter * 0.5;
  gl_PointSize = diameter + 1.0;   // half a pixel all round to smooth the edge
  float haze = fog.z * clamp((depth - fog.x) / (fog.y - fog.x), 0.0, 1.0);
#ifdef TINTED
  shade = mix(tint, background, haze);
#else
  shade = mix(colour.rgb, background, haze);
#endif
}
`;

/** A disc, a little darker towards its rim so that points before points stay apart. Output is premultiplied. */
export const discShader = /* glsl */ `
precision mediump float;

in vec3 shade;
in float radius;
out vec4 result;

void main() {
  float r = length(gl_PointCoord - 0.5) * (2.0 * radius + 1.0);
  float cover = clamp(radius - r + 0.5, 0.0, 1.0);
  if (cover < 0.05) discard;
  float rim = smoothstep(0.45, 1.0, r / radius) * smoothstep(1.5, 4.0, radius);
  result = vec4(shade * (1.0 - 0.32 * rim) * cover, cover);
}
`;

/** A diamond in the colour of text, with an edge in that of the background. Output is premultiplied. */
export const diamondShader = /* glsl */ `
precision mediump float;

uniform vec3 background;
in vec3 shade;
in float radius;
out vec4 result;

void main() {
  vec2 p = abs(gl_PointCoord - 0.5) * (2.0 * radius + 1.0);
  float r = p.x + p.y;
  float cover = clamp(radius - r + 0.5, 0.0, 1.0);
  if (cover < 0.05) discard;
  float inside = clamp(radius - 1.6 - r + 0.5, 0.0, 1.0);
  result = vec4(mix(background, shade, inside) * cover, cover);
}
`;
