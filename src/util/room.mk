noinst_LIBRARIES += src/libutil.a
src_libutil_a_SOURCES =
