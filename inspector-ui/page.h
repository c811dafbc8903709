// The inspector in a page, as the functions that its script calls.
#pragma once

extern "C" {

// Begins to draw on the page's canvas, of so many pixels. `settings`: what runnel_inspector_save
// was given before, or empty. `host`: the authority of the page's own address.
void runnel_inspector_start(int width, int height, float scale, const char* settings,
                            const char* host, const char* region);
void runnel_inspector_resize(int width, int height);
void runnel_inspector_frame();
// Asks the server for what is new. To be called again after the milliseconds that it returns.
int runnel_inspector_look();
// What came of the request that the script was given under this number. Frees `body`, memory of
// the module. `status` 0: there was no answer, for the reason that `body` gives.
void runnel_inspector_answer(int number, int status, char* body, int bytes);
// What the clipboard held when the person pasted.
void runnel_inspector_paste(const char* text);
}
