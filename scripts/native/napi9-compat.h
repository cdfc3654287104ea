#pragma once
// For building better-sqlite3 for an Electron older than 35, whose Node-API is version 9.
//
// Version 10 lets a reference hold any value; version 9 only objects, functions and symbols.
// better-sqlite3 keeps references to strings. Here such a value is put into a box, an array of
// one element, and the reference holds the box; reading the reference takes the value out again.
#include <node_api.h>
#include <unordered_set>

namespace napi9 {

// One set for each thread, because each worker thread has its own environment and references
// never leave the thread they were made on.
inline std::unordered_set<napi_ref>& boxes() {
  thread_local std::unordered_set<napi_ref> refs;
  return refs;
}

inline bool needs_box(napi_valuetype type) {
  return type != napi_object && type != napi_function && type != napi_symbol && type != napi_external;
}

inline napi_status create_reference(napi_env env, napi_value value, uint32_t count, napi_ref* result) {
  napi_valuetype type;
  napi_status status = napi_typeof(env, value, &type);
  if (status != napi_ok) return status;
  if (!needs_box(type)) return napi_create_reference(env, value, count, result);

  napi_value box;
  status = napi_create_array_with_length(env, 1, &box);
  if (status == napi_ok) status = napi_set_element(env, box, 0, value);
  if (status == napi_ok) status = napi_create_reference(env, box, count, result);
  if (status == napi_ok) boxes().insert(*result);
  return status;
}

inline napi_status get_reference_value(napi_env env, napi_ref ref, napi_value* result) {
  napi_status status = napi_get_reference_value(env, ref, result);
  if (status != napi_ok || *result == nullptr || boxes().count(ref) == 0) return status;
  return napi_get_element(env, *result, 0, result);
}

inline napi_status delete_reference(napi_env env, napi_ref ref) {
  boxes().erase(ref);
  return napi_delete_reference(env, ref);
}

}  // namespace napi9

#define napi_create_reference napi9::create_reference
#define napi_get_reference_value napi9::get_reference_value
#define napi_delete_reference napi9::delete_reference
