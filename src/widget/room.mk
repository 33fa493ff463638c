noinst_LIBRARIES += src/libwidget.a
src_libwidget_a_SOURCES =
