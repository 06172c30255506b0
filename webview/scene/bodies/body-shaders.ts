/** A unit sphere that is stretched to each body. */
export const bodyVertexShader = /* glsl */ `
precision highp float;

in vec3 position;
in vec3 centre;
in vec3 first;
in vec3 second;
in vec3 third;
in vec3 colour;

uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;
uniform vec3 fog;          // near, far, strength
uniform vec3 background;

out vec3 shade;
out vec3 normal;
out vec3 towards;
out float height;          // above the equator of the two longest axes

void main() {
  vec4 seen = modelViewMatrix * vec4(centre + first * position.x + second * position.y + third * position.z, 1.0);
  gl_Position = projectionMatrix * seen;
  // M^-T u, but for its length.
  normal = mat3(modelViewMatrix) *
    (cross(second, third) * position.x + cross(third, first) * position.y + cross(first, second) * position.z);
  towards = -seen.xyz;
  height = position.z;
  float deep = clamp((gl_Position.w - fog.x) / (fog.y - fog.x), 0.0, 1.0);
  shade = mix(colour, background, fog.z * deep * deep);
}
`;

/** A thin shell, the denser the more of it is looked through: at the rim. Output is premultiplied. */
export const bodyFragmentShader = /* glsl */ `
precision highp float;

uniform bool plane;        // all bodies lie in one, seen from the front
in vec3 shade;
in vec3 normal;
in vec3 towards;
in float height;
out vec4 result;

void main() {
  float facing = plane ? abs(height) : abs(dot(normal, towards)) / max(length(normal) * length(towards), 1e-30);
  float alpha = 0.05 + 0.4 * pow(1.0 - clamp(facing, 0.0, 1.0), 1.5);
  result = vec4(shade * alpha, alpha);
}
`;
