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
  float deep = clamp((depth - fog.x) / (fog.y - fog.x), 0.0, 1.0);
  float haze = fog.z * deep * deep;
#ifdef TINTED
  shade = mix(tint, background, haze);
#else
  shade = mix(colour.rgb, background, haze);
#endif
}
`;

/**
 * A disc, a little darker towards its rim so that points before points stay apart. Cores hide what is behind them, and
 * edges are laid over what is left: unlike WHOLE discs, they leave no gaps between points. Output is premultiplied.
 */
export const discShader = /* glsl */ `
precision highp float;

in vec3 shade;
in float radius;
out vec4 result;

void main() {
  float r = length(gl_PointCoord - 0.5) * (2.0 * radius + 1.0);
  float cover = clamp(radius - r + 0.5, 0.0, 1.0);
#ifdef CORE
  if (cover < 1.0) discard;
#endif
#ifdef EDGE
  if (cover == 1.0) discard;
#endif
  if (cover < 0.05) discard;
  float rim = smoothstep(0.4, 1.0, r / radius);
  result = vec4(shade * (1.0 - 0.34 * rim) * cover, cover);
}
`;

/** A diamond in the colour of text, with an edge in that of the background. Output is premultiplied. */
export const diamondShader = /* glsl */ `
precision highp float;

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

export const shapeVertexShader = /* glsl */ `
precision highp float;

in vec2 position;   // in device pixels, y down
in vec2 local;
in vec4 form;
in vec4 colour;

uniform vec2 viewport;

out vec2 at;
out vec3 shape;
out vec4 ink;

void main() {
  gl_Position = vec4(2.0 * position.x / viewport.x - 1.0, 1.0 - 2.0 * position.y / viewport.y, 0.0, 1.0);
  at = local;
  shape = form.xyz;
  ink = colour;
}
`;

/** A line with round ends, a disc or a ring (of no length), or, without a thickness, a text. Output is premultiplied. */
export const shapeFragmentShader = /* glsl */ `
precision highp float;

uniform sampler2D atlas;
in vec2 at;
in vec3 shape;      // half its length, its radius, the radius of the hollow
in vec4 ink;
out vec4 result;

void main() {
  if (shape.y == 0.0) {
    result = texture(atlas, at) * ink.a;
    return;
  }
  float distance = length(vec2(max(abs(at.x) - shape.x, 0.0), at.y));
  float cover = clamp(shape.y - distance + 0.5, 0.0, 1.0);
  if (shape.z > 0.0) cover *= clamp(distance - shape.z + 0.5, 0.0, 1.0);
  float alpha = cover * ink.a;
  result = vec4(ink.rgb * alpha, alpha);
}
`;
