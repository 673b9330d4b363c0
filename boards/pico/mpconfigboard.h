// A Raspberry Pi Pico with the charging pile frozen in. Flash, 2 MB:
// 0x000000 program, 576 KB; 0x090000 raw, 64 KB, for the journal; 0x0A0000 files, 1408 KB.
// The files stand where a stock image has them: either image reads what the other wrote.
#define MICROPY_HW_BOARD_NAME "Raspberry Pi Pico, charging pile"
#define MICROPY_HW_FLASH_STORAGE_BYTES ((64 + 1408) * 1024)
