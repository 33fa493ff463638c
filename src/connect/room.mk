noinst_LIBRARIES += src/libconnect.a
src_libconnect_a_SOURCES =
