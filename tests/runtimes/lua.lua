-- SPDX-License-Identifier: MIT
-- What forks.h does, with Lua's math.random. Usage: lua.lua MODULE KIND HOW [N]; MODULE is
-- lua-forks; the kinds are below.
package.cpath = arg[1]
local forks = require 'forks'
local kind, how, count = arg[2], arg[3] or 'drawn', tonumber(arg[4]) or 8

-- A line of at least 64 bits.
local kinds = {
	float = function() return string.format('%.17g %.17g', math.random(), math.random()) end,
	range = function() return math.random(1000000000) .. ' ' .. math.random(5, 1000000000) end,
	coroutine = function()
		local draw = coroutine.wrap(function() while true do coroutine.yield(math.random()) end end)
		return string.format('%.17g %.17g', draw(), draw())
	end,
	-- Often enough for a compiler to compile it.
	loop = function()
		local sum = 0
		for _ = 1, 200 do sum = sum + math.random() end
		return string.format('%.17g', sum)
	end,
}
local draw = kinds[kind]

local function print_draw()
	io.write(draw(), '\n')
	io.flush()
end

local function child_prints(children)
	if forks.fork() == 0 then
		print_draw()
		for _ = 1, children do child_prints(0) end
		forks.leave()
	end
	forks.wait()
end

if how == 'parent' then
	math.randomseed(42)
	for _ = 1, 8 do
		print_draw()
		if forks.fork() == 0 then
			draw()
			forks.leave()
		end
		forks.wait()
	end
	return
end
if how == 'seeded' or how == 'unchosen' then math.randomseed(42) end
if how == 'unchosen' then math.randomseed() end
if how ~= 'fresh' then draw() end
for _ = 1, count do child_prints(how == 'apart' and 2 or 0) end
