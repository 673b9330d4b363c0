set(PICO_BOARD "pico")
set(PICO_PLATFORM "rp2040")
set(MICROPY_FROZEN_MANIFEST ${MICROPY_BOARD_DIR}/manifest.py)
link_libraries("$<$<STREQUAL:$<TARGET_PROPERTY:NAME>,firmware>:${MICROPY_BOARD_DIR}/fits.ld>")
