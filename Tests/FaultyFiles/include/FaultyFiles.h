#ifndef FAULTY_FILES_H
#define FAULTY_FILES_H

// A library that is loaded before others (LD_PRELOAD), and lets calls on files fail. Its variables:
//
// FAULTY_FOLDER   the folder of the files that it is about; nothing is done without it
// FAULTY_AT       the number of the call that fails, from 1; none fails without it
// FAULTY_ALWAYS   1: every call from that one on fails
// FAULTY_ERROR    the error: ENOSPC for calls that may take space, EIO (any other word) for all
// FAULTY_FREE     how many bytes files may still grow by, in sum
// FAULTY_COUNT    a file that is given the number of calls at the end

#endif
