noinst_LIBRARIES += src/libservice.a
src_libservice_a_SOURCES =
