# What node-gyp expects beside Node's headers, cut down to what an addon that uses only Node-API needs.
# With it the headers can come from the npm registry, and the build is the same under every Node.
{
  'variables': {
    'node_engine%': 'v8',
    'openssl_fips%': '',
    'standalone_static_library%': 0,
  },
  'target_defaults': {
    'default_configuration': 'Release',
    'configurations': { 'Release': {} },
    'conditions': [
      ['OS=="linux"', {
        'cflags': ['-pthread', '-fPIC'],
        'cflags_cc': ['-fno-rtti', '-fno-exceptions'],
        'ldflags': ['-pthread'],
        'defines': ['_FILE_OFFSET_BITS=64'],
      }],
    ],
  },
}
