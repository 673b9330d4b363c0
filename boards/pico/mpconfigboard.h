// A Raspberry Pi Pico with the charging pile frozen in. Flash, 2 MB:
// 0x000000 program, 960 KB; 0x0F0000 raw, 64 KB (hal/rp2_flash.py); 0x100000 files, 1024 KB.
#define MICROPY_HW_BOARD_NAME "Raspberry Pi Pico, charging pile"
#define MICROPY_HW_FLASH_STORAGE_BYTES ((64 + 1024) * 1024)
// boot.py goes to 200 MHz: a Pico's flash, a W25Q16JV, takes its clock of 100 MHz then too.
#define MICROPY_HW_FLASH_MAX_FREQ (100 * 1000 * 1000)
